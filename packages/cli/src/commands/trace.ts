/**
 * `slipway trace REFERENCE`: the lineage of an answer, deployment, artifact or document, as a tree.
 */
import type { Trace, TraceNode } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';

const maxSpecCharacters = 100;

export const trace: Command = {
  register: (program, contextOf) => {
    program
      .command('trace <reference>')
      .description(
        'Follow the lineage of an answer, deployment, artifact or document (digest, id, name or path)',
      )
      .option('--up', 'what it was made of')
      .option('--down', 'what was made of it')
      .action(async (reference: string, options: { up?: boolean; down?: boolean }) => {
        const context = await contextOf();
        const direction = options.down ? ('down' as const) : options.up ? ('up' as const) : undefined;
        const query = direction === undefined ? {} : { direction };
        const answer = await context.withClient((client) =>
          client.traceLineage({ params: { reference }, query }),
        );
        if (context.output.isJson) context.output.printJson(answer);
        else printTrace(answer, context);
      });
  },
};

/** Prints each node once; a second way to it names it only. */
function printTrace(trace: Trace, { output, texts }: CommandContext): void {
  const nodes = new Map(trace.nodes.map((node) => [node.reference, node]));
  const printed = new Set<string>();
  const next = (reference: string) =>
    trace.direction === 'up'
      ? trace.edges
          .filter((edge) => edge.from === reference)
          .map((edge) => ({ to: edge.to, role: edge.role }))
      : trace.edges
          .filter((edge) => edge.to === reference)
          .map((edge) => ({ to: edge.from, role: edge.role }));
  const walk = (reference: string, role: string, indent: string) => {
    const node = nodes.get(reference);
    if (!node) return;
    const isKnown = printed.has(reference);
    output.print(`${indent}${describeNode(node, role)}${isKnown ? paint.past(' ↑') : ''}`);
    if (isKnown) return;
    printed.add(reference);
    if (node.note) output.print(paint.past(`${indent}    ${node.note[output.language]}`));
    if (node.stage && node.spec !== undefined) {
      const made = `${node.stage} ${node.stageVersion ?? ''}  ${describeSpec(node.spec)}`;
      output.print(paint.past(`${indent}    ${made.trimEnd()}`));
    }
    for (const edge of next(reference)) walk(edge.to, edge.role, `${indent}  `);
  };
  walk(trace.root, '', '');
  if (trace.numLeftOut > 0) output.print(fill(texts.leftOut, { count: trace.numLeftOut }));
}

function describeNode(node: TraceNode, role: string): string {
  const licences = [...new Set(node.licences.map((one) => one.spdx))].join(', ');
  const isNamed = node.name !== node.kind && node.name !== node.reference;
  const parts = [
    node.kind.startsWith(role) ? '' : paint.past(`${role}:`),
    paint.strong(node.kind),
    isNamed ? node.name : '',
    paint.past(shorten(node.reference)),
    licences,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** "path=./docs maxDocuments=60": as much of it as a line of a terminal holds; `--json` has all. */
function describeSpec(spec: unknown): string {
  const fields = Object.entries((spec ?? {}) as Record<string, unknown>).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = fields.join(' ');
  return text.length > maxSpecCharacters ? `${text.slice(0, maxSpecCharacters - 1)}…` : text;
}

function shorten(reference: string): string {
  return reference.startsWith('sha256:') ? reference.slice(0, 19) : reference;
}
