/**
 * JSON lines out of a stream of bytes.
 * Invariant: a line is parsed only when it is whole; bytes are joined before they are decoded, so no character is torn.
 * A half line at the end is an error: the sender died in the middle of it.
 */

/** @throws SyntaxError where a line is not JSON */
export async function* readJsonLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void, void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of stream) {
    text += decoder.decode(bytes, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line);
  }
  if (text !== '') yield JSON.parse(text);
}
