/**
 * Starts the tour, and asks its question once the model serves.
 */
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
