/**
 * `slipway models`: models with their proofs, and the starters that can be pulled.
 */
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const models: Command = {
  register: (program, contextOf) => {
    program
      .command('models')
      .description('List models and starters')
      .action(async () => {
        const { output, texts, withClient } = await contextOf();
        const answer = await withClient((client) => client.listModels());
        if (output.isJson) return output.printJson(answer);
        output.print(
          renderTable(answer.models, [
            { title: texts.model, value: (one) => one.artifact.name },
            { title: texts.digest, value: (one) => one.artifact.digest.slice(0, 19) },
            { title: texts.type, value: (one) => one.facts.fileType },
            {
              title: texts.parameters,
              value: (one) => `${Math.round(one.facts.numParameters / 1e6)} M`,
              align: 'right',
            },
            { title: texts.size, value: (one) => formatBytes(one.artifact.sizeBytes), align: 'right' },
            { title: texts.languages, value: (one) => one.facts.languages.join(' ') },
            {
              title: texts.licence,
              value: (one) => one.artifact.licences.map((licence) => licence.spdx).join(', '),
            },
            {
              title: texts.proofs,
              value: (one) =>
                one.gates.map((gate) => `${gate.handover} ${gate.passed ? '✓' : '✗'}`).join(' '),
            },
            {
              title: texts.alias,
              value: (one) =>
                one.deployments
                  .filter((it) => it.state === 'serving')
                  .map((it) => it.alias)
                  .join(' '),
            },
          ]),
        );
        output.print('');
        output.print(
          renderTable(answer.starters, [
            { title: texts.starter, value: (one) => `${one.isPulled ? paint.proven('✓') : ' '} ${one.name}` },
            { title: texts.alias, value: (one) => (one.aliases ?? []).join(' ') },
            { title: texts.parameters, value: (one) => formatCount(one.numParameters), align: 'right' },
            { title: texts.size, value: (one) => formatBytes(one.sizeBytes), align: 'right' },
            { title: texts.languages, value: (one) => one.languages.join(' ') },
            { title: texts.licence, value: (one) => one.licence },
          ]),
        );
      });
  },
};
