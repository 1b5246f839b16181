/**
 * The one client of S3: its settings, and requests with their errors explained.
 * Invariant: the client, which is large, is loaded with the first request, not with this package.
 */
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import type { DownloadProxy } from '../ports/stage.ts';
import { createTunnelAgent, sendThroughProxy } from './s3-proxy.ts';

/** Where a server is and who asks it. */
export interface S3Connection {
  /** Amazon's own where left out. */
  endpoint?: string | undefined;
  region: string;
  isPathStyle: boolean;
  /** Found as Amazon's tools find them where left out. */
  accessKeyId?: string | undefined;
  secretAccessKey?: string | undefined;
  sessionToken?: string | undefined;
  /** Where requests go through, where there is one. */
  proxy?: DownloadProxy | undefined;
  /** How long a request may stay without an answer; a minute where left out. */
  answerTimeoutMs?: number | undefined;
}

export interface S3Sdk {
  s3: typeof import('@aws-sdk/client-s3');
  client: import('@aws-sdk/client-s3').S3Client;
}

/** Runs one request. */
export type AskS3 = <Result>(work: (sdk: S3Sdk) => Promise<Result>) => Promise<Result>;

const connectTimeoutMs = 10_000;
/** Until a server that took a request begins to answer. */
const answerTimeoutMs = 60_000;
const maxAttempts = 5;
const ignore = () => undefined;
const silent = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

/** @returns runs requests; what they throw goes through as the server's or the network's own error */
export function connectS3(connection: S3Connection): AskS3 {
  let connecting: Promise<S3Sdk> | undefined;
  return async (work) => {
    connecting ??= open(connection);
    return work(await connecting);
  };
}

async function open(connection: S3Connection): Promise<S3Sdk> {
  const s3 = await import('@aws-sdk/client-s3');
  const client = new s3.S3Client(describeClient(connection));
  if (connection.proxy) sendThroughProxy(client, connection.proxy);
  return { s3, client };
}

function describeClient(connection: S3Connection): S3ClientConfig {
  const { endpoint, region, isPathStyle, accessKeyId, secretAccessKey, sessionToken, proxy } = connection;
  return {
    region,
    forcePathStyle: isPathStyle,
    // A bucket of Amazon's may lie in another region than was said.
    followRegionRedirects: true,
    maxAttempts,
    // What goes wrong is thrown; the client's own words would go to the console.
    logger: silent,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: connection.answerTimeoutMs ?? answerTimeoutMs,
      throwOnRequestTimeout: true,
      ...(proxy && { httpsAgent: createTunnelAgent(proxy) }),
    },
    // Files are compared with their SHA-256; many servers do not know Amazon's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint !== undefined && { endpoint }),
    ...(accessKeyId !== undefined &&
      secretAccessKey !== undefined && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
      }),
  };
}
