/**
 * Starts the tour, cancels it, and asks its question once the model serves.
 */
import type { RunId } from '@slipway/contracts';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client.ts';

/** Starts a tour with the documents it had before, or the installed packages' own. */
export function useStartTour(): UseMutationResult<unknown, Error, void> {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => client.startTour(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tour'] }),
  });
}

/** Asks the tour's own question; the summary then holds answer, receipt and statement. */
export function useFinishTour(): UseMutationResult<unknown, Error, void> {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => client.finishTour(),
    onSuccess: (answer) => cache.setQueryData(['tour'], answer),
  });
}

/** Cancels a tour that runs. */
export function useCancelTour(): UseMutationResult<unknown, Error, RunId> {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id) => client.cancelRun({ params: { id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['tour'] }),
  });
}
