import { type Message, message, verbatim } from '../../messages/message.ts';
import { resolveUrl } from '../../plan/url.ts';
import { type Action, type ActionOutcome, interrupted, type StepContext } from '../action.ts';
import { withDeadline } from '../clock.ts';

/** Most of a page that is read, in characters: enough for expectations. */
const pageLimit = 1 << 20;

/** Fetches a page from this machine; it must answer with a success status. */
async function performOpen(context: StepContext): Promise<ActionOutcome> {
  const { step, session, signal } = context;
  const resolved = resolveUrl(step.input, await session.commandLog(step.place.file), context.address);
  if ('unresolved' in resolved) {
    // Nothing is typed meanwhile, so the terminal will not show more.
    return {
      verdict: { status: 'failed', reason: message('run/cannot-open', { url: step.input, why: resolved.unresolved }) },
      retryable: false,
    };
  }
  const { url } = resolved;
  context.waiting(message('run/awaited-page', { url }));
  try {
    const { response, page } = await withDeadline(context.remaining(), context.clock, signal, (limit) =>
      fetchPage(url, limit),
    );
    if (!response.ok) {
      return {
        verdict: {
          status: 'failed',
          reason: message('run/page-status', { url, status: response.status, text: response.statusText }),
        },
      };
    }
    return {
      verdict: { status: 'passed', note: message('run/page-status', { url, status: response.status, text: '' }), url },
      outputs: [page],
    };
  } catch (error) {
    if (signal.aborted) return interrupted();
    const reason = message('run/no-answer', { url, why: causeOf(error) });
    const timedOut = error instanceof Error && error.name === 'TimeoutError';
    if (timedOut) return { verdict: { status: 'timedOut', reason, awaited: message('run/awaited-page', { url }) } };
    return { verdict: { status: 'failed', reason }, hints: [message('run/hint-refused')] };
  }
}

async function fetchPage(url: string, signal: AbortSignal): Promise<{ response: Response; page: string }> {
  const response = await fetch(url, { signal, redirect: 'follow', headers: { accept: 'text/html,*/*' } });
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > pageLimit) break;
  }
  return { response, page: text };
}

/** The reason of a failed fetch in a few words: its own message is always "fetch failed". */
function causeOf(error: unknown): Message {
  if (!(error instanceof Error)) return verbatim(String(error));
  if (error.name === 'TimeoutError') return message('run/not-in-time');
  const cause = error.cause instanceof Error ? error.cause : error;
  return verbatim('code' in cause && typeof cause.code === 'string' ? cause.code : cause.message);
}

export const open: Action = { name: 'open', perform: performOpen };
