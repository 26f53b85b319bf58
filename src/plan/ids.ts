const longestSlug = 40;

/** Lower case, accents folded, everything but letters and digits as `-`, at most 40 characters cut between words; `''` of nothing. */
export function slugOf(text: string): string {
  const slug = text
    .slice(0, 500)
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  if (slug.length <= longestSlug) return slug;
  const cut = slug.lastIndexOf('-', longestSlug);
  return slug.slice(0, cut > 0 ? cut : longestSlug);
}

/** Gives every slide its own slug: the second with the same title gets `-2`. */
export function slugs(): (title: string, index: number) => string {
  const used = new Set<string>();
  const last = new Map<string, number>();
  return (title, index) => {
    const slug = slugOf(title) || `slide-${index}`;
    let unique = slug;
    for (let number = (last.get(slug) ?? 1) + (used.has(slug) ? 1 : 0); used.has(unique); number++) {
      unique = `${slug}-${number}`;
      last.set(slug, number);
    }
    used.add(unique);
    return unique;
  };
}
