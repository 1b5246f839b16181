/**
 * The one client of the studio: the same origin, the session's cookie.
 */
import { type Client, createClient } from '@slipway/client';

export const client: Client = createClient({ baseUrl: '' });
