/**
 * `slipway artifacts`: lists what has been made, or shows one manifest.
 */
import { artifactKind } from '@slipway/contracts';
import { parseArgument } from '../arguments/parse-argument.ts';
import { parseNumber } from '../arguments/parse-number.ts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import { formatBytes } from '../output/duration.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const artifacts: Command = {
  register: (program, contextOf) => {
    program
      .command('artifacts [digest]')
      .description('List artifacts, or show one (digest, its first digits, or name)')
      .option('--kind <kind>', `one of ${artifactKind.options.join(', ')}`)
      .option('--search <text>', 'part of a name or digest')
      .option('--limit <n>', 'how many', '50')
      .action(
        async (digest: string | undefined, options: { kind?: string; search?: string; limit: string }) => {
          const { output, texts, withClient } = await contextOf();
          if (digest !== undefined) {
            const answer = await withClient(async (client) =>
              client.showArtifact({ params: { digest: await findArtifact(client, digest) } }),
            );
            if (output.isJson) return output.printJson(answer);
            return output.print(JSON.stringify(answer.manifest, null, 2));
          }
          const kind =
            options.kind === undefined ? {} : { kind: parseArgument(artifactKind, options.kind, 'kind') };
          const search = options.search === undefined ? {} : { search: options.search };
          const query = {
            limit: parseNumber(options.limit, 'limit', { min: 1, max: 1000 }),
            ...kind,
            ...search,
          };
          const answer = await withClient((client) => client.listArtifacts({ query }));
          if (output.isJson) return output.printJson(answer);
          if (answer.artifacts.length === 0) return output.print(texts.nothingYet);
          output.print(
            renderTable(answer.artifacts, [
              { title: texts.digest, value: (one) => one.digest.slice(0, 19) },
              { title: texts.kind, value: (one) => one.kind },
              { title: texts.name, value: (one) => one.name },
              { title: texts.storedSize, value: (one) => formatBytes(one.sizeBytes), align: 'right' },
              { title: texts.created, value: (one) => one.createdAt.slice(0, 19).replace('T', ' ') },
            ]),
          );
        },
      );
  },
};
