/**
 * `slipway chat [MODEL]`: asks a served model, with passages and a receipt behind each answer.
 */
import { createInterface } from 'node:readline';
import { streamChat } from '@slipway/client';
import { type ChatMessage, isSlipwayError, SlipwayError, tourAlias } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';

export const chat: Command = {
  register: (program, contextOf) => {
    program
      .command('chat [model]')
      .description('Ask a served model')
      .option('-m, --message <text>', 'ask once and end')
      .action(async (model: string | undefined, options: { message?: string }) => {
        const context = await contextOf();
        await converse(context, model ?? tourAlias, options.message).catch((error: unknown) => {
          throw isSlipwayError(error) && error.code === 'model-unknown'
            ? notServed(model ?? tourAlias)
            : error;
        });
      });
  },
};

/** The gateway's own words name a route; a person here has a command for it. */
function notServed(model: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unknown',
    message: `no model is in service as "${model}"`,
    hint: '`slipway deploy` lists the aliases in service; `slipway deploy MODEL --alias NAME` brings a model into service.',
  });
}

async function converse(context: CommandContext, model: string, once: string | undefined): Promise<void> {
  const { output, texts } = context;
  await context.withServer(async ({ url, token }) => {
    const messages: ChatMessage[] = [];
    const ask = async (question: string) => {
      messages.push({ role: 'user', content: question });
      messages.push({ role: 'assistant', content: await answer(context, { url, token, model, messages }) });
    };
    if (once !== undefined) return ask(once);
    output.note(fill(texts.chatIntro, { model }));
    // The end of the input, by Ctrl-D or of a pipe, ends the conversation as an empty line does.
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    let isAtEnd = false;
    lines.once('close', () => {
      isAtEnd = true;
    });
    lines.prompt();
    for await (const line of lines) {
      const question = line.trim();
      if (question === '') break;
      await ask(question);
      if (!isAtEnd) lines.prompt();
    }
    lines.close();
  });
}

async function answer(
  { output, texts }: CommandContext,
  at: { url: string; token: string; model: string; messages: ChatMessage[] },
): Promise<string> {
  let text = '';
  const stream = streamChat({ baseUrl: at.url, key: at.token, model: at.model, messages: at.messages });
  for await (const part of stream) {
    if (part.type === 'text') {
      text += part.text;
      if (!output.isJson) process.stdout.write(part.text);
      continue;
    }
    if (output.isJson) output.printJson({ text, ...part });
    else {
      output.print('');
      if (part.citations.length === 0) output.print(paint.signal(texts.noPassage));
      for (const one of part.citations) {
        output.print(paint.past(`[${one.number}] ${one.documentPath}  ${one.headings.at(-1) ?? one.title}`));
      }
      if (part.answerId) output.print(paint.past(fill(texts.receiptOf, { id: part.answerId })));
    }
  }
  return text;
}
