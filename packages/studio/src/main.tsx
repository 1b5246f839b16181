/**
 * Where the studio begins: theme and language before the first paint, then the pages.
 */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/queries.ts';
import { startMessages } from './messages/messages.ts';
import { createStudioRouter } from './router.tsx';
import { applyTheme } from './theme/theme.ts';
import './theme/theme.css';

applyTheme();
startMessages();

const place = document.getElementById('root');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={createStudioRouter()} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
