/**
 * Where requests stand that wait for an engine to start, each with its whole body in memory.
 * Invariant: never more than `mostWaiting` for one model, so that a model that does not come up cannot fill the gateway.
 * Refuses: the next one, at once.
 */
import { SlipwayError } from '@slipway/contracts';

export interface WaitingRoom {
  /**
   * Takes a request in; call the result when it waits no more.
   * @throws SlipwayError `deployment-not-ready` where as many wait for the model as may
   */
  enter(model: string): () => void;
}

/** @param mostWaiting requests for one model at a time */
export function createWaitingRoom(mostWaiting: number): WaitingRoom {
  const numWaiting = new Map<string, number>();
  return {
    enter(model) {
      const num = numWaiting.get(model) ?? 0;
      if (num >= mostWaiting) {
        throw new SlipwayError({
          code: 'deployment-not-ready',
          message: `The model '${model}' is starting, and ${num} requests wait for it already`,
          hint: 'try again in a moment',
        });
      }
      numWaiting.set(model, num + 1);
      return () => {
        const left = (numWaiting.get(model) ?? 0) - 1;
        if (left > 0) numWaiting.set(model, left);
        else numWaiting.delete(model);
      };
    },
  };
}
