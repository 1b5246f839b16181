/**
 * What a thing of the lineage is called where its kind stands beside it.
 * Invariant: never the kind once more: a dataset named "dataset", and an answer named by its id, go by their short reference.
 */
import { shortReference } from '../format/digest.ts';

/** The name to show, short where it is only a reference. */
export function nameNode(node: { reference: string; name?: string; kind?: string }): string {
  const { reference, name, kind } = node;
  return name === undefined || name === kind || name === reference ? shortReference(reference) : name;
}
