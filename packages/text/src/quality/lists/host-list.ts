/**
 * Web addresses refused by their host, or by a word in the address: lists that the user gives, as datatrove's `url_filter.py` takes them.
 * Invariant: `example.org` in the list covers its subdomains, not `myexample.org`; case does not matter.
 * Refuses: to bring a list of its own.
 */
import { drop, keep, type QualityVerdict } from '../rule.ts';

export interface AddressLists {
  /** Hosts, with all below them. */
  hosts?: readonly string[];
  /** Words that stand alone between marks anywhere in the address. */
  words?: readonly string[];
}

const hostPattern = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#@]*@)?([^/?#:]+)/;

function isUnder(host: string, hosts: ReadonlySet<string>): boolean {
  for (let rest = host; rest !== ''; ) {
    if (hosts.has(rest)) return true;
    const dot = rest.indexOf('.');
    if (dot < 0) return false;
    rest = rest.slice(dot + 1);
  }
  return false;
}

/** Judges addresses; an address without a host is judged by its words alone. */
export function createAddressRule(lists: AddressLists): (url: string) => QualityVerdict {
  const hosts = new Set((lists.hosts ?? []).map((host) => host.toLowerCase().replace(/\.$/, '')));
  const words = new Set((lists.words ?? []).map((word) => word.toLowerCase()));
  return (url) => {
    const address = url.toLowerCase();
    const host = hostPattern.exec(address)?.[1]?.replace(/\.$/, '');
    if (host !== undefined && isUnder(host, hosts)) return drop('url_host');
    const isWordFound = words.size > 0 && address.split(/[^\p{L}\p{N}]+/u).some((word) => words.has(word));
    return isWordFound ? drop('url_word') : keep;
  };
}
