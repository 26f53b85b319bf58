import { useEffect, useState } from 'preact/hooks';

/** What a QR code draws, as the data of a path, and the side of its square. */
interface Code {
  readonly path: string;
  readonly side: number;
}

/** A text as a QR code. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [code, setCode] = useState<Code>();
  useEffect(() => {
    let isCurrent = true;
    void codeOf(text).then((made) => {
      if (isCurrent) setCode(made);
    });
    return () => {
      isCurrent = false;
    };
  }, [text]);
  if (!code) return null;
  return (
    <svg class="qr" role="img" aria-label={label} viewBox={`0 0 ${code.side} ${code.side}`}>
      <path d={code.path} />
    </svg>
  );
}

async function codeOf(text: string): Promise<Code> {
  const { encode } = await import('uqr');
  const { data } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return { path, side: data.length };
}
