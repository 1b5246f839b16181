/**
 * The roads for downloads, as the configuration gives them.
 */
import type { Configuration, DownloadProxy } from '@slipway/core';

export interface Network {
  mirrors: Record<string, string>;
  proxy?: DownloadProxy;
  token?: string;
}

export function describeNetwork({ mirrors, network, secrets }: Configuration): Network {
  const set = Object.entries(mirrors).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    mirrors: Object.fromEntries(set),
    ...(network.proxyUrl === undefined ? {} : { proxy: { url: network.proxyUrl, noProxy: network.noProxy } }),
    ...(secrets.huggingFaceToken === undefined ? {} : { token: secrets.huggingFaceToken }),
  };
}
