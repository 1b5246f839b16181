/**
 * Where the script of the gateway process lies, for whoever starts it.
 */
import { fileURLToPath } from 'node:url';

export const gatewayProcessScript: string = fileURLToPath(import.meta.resolve('@slipway/gateway/process'));
