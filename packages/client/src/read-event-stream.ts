/**
 * Server-sent events read from a response body, as the HTML standard's section 9.2.6 parses them.
 * Invariant: a message is handed on only when its empty line has come; comments and unknown fields are passed over.
 */

export interface StreamMessage {
  id: string | undefined;
  data: string;
}

interface Draft {
  id: string | undefined;
  data: string[];
}

/**
 * Yields the messages of an event stream until it ends. The body is cancelled when the reader stops early.
 * @param body bytes in UTF-8, cut anywhere
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamMessage, void, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let draft: Draft = { id: undefined, data: [] };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line !== '') readField(draft, line);
        else {
          if (draft.data.length > 0) yield { id: draft.id, data: draft.data.join('\n') };
          draft = { id: undefined, data: [] };
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readField(draft: Draft, line: string): void {
  const colon = line.indexOf(':');
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') draft.data.push(value);
  if (name === 'id') draft.id = value;
}
