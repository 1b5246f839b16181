/**
 * `slipway keys`: lists, makes and revokes API keys.
 */
import { keyId } from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import { fill } from '../messages/texts.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const keys: Command = {
  register: (program, contextOf) => {
    const group = program.command('keys').description('API keys and customers');
    group
      .command('list', { isDefault: true })
      .description('List keys')
      .action(async () => {
        const { output, texts, withClient } = await contextOf();
        const answer = await withClient((client) => client.listKeys());
        if (output.isJson) return output.printJson(answer);
        if (answer.keys.length === 0) return output.print(texts.nothingYet);
        const industries = new Map(answer.customers.map((one) => [one.id, one.industry]));
        output.print(
          renderTable(answer.keys, [
            { title: texts.key, value: (key) => key.id },
            { title: texts.customer, value: (key) => key.customer },
            { title: texts.industry, value: (key) => industries.get(key.customerId) ?? '' },
            { title: texts.label, value: (key) => key.label },
            { title: texts.created, value: (key) => key.createdAt.slice(0, 10) },
            { title: texts.revoked, value: (key) => key.revokedAt?.slice(0, 10) ?? '' },
          ]),
        );
      });
    group
      .command('make <customer>')
      .description('Make a key; its secret is shown once')
      .option('--industry <name>', "the customer's industry", 'internal')
      .option('--label <text>', 'what it is for', '')
      .action(async (customer: string, options: { industry: string; label: string }) => {
        const { output, texts, withClient } = await contextOf();
        const made = await withClient((client) => client.makeKey({ body: { customer, ...options } }));
        if (output.isJson) return output.printJson(made);
        output.note(fill(texts.keyMade, { id: made.key.id, customer }));
        output.print(made.secret);
      });
    group
      .command('revoke <id>')
      .description('Revoke a key')
      .action(async (id: string) => {
        const { output, texts, withClient } = await contextOf();
        const params = { id: parseId(keyId, id, 'key') };
        const answer = await withClient((client) => client.revokeKey({ params }));
        if (output.isJson) return output.printJson(answer);
        output.print(fill(texts.keyRevoked, { id }));
      });
  },
};
