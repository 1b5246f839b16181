/**
 * The package of an office file: a ZIP whose parts refer to one another (ECMA-376, part 2).
 * Invariant: all parts together unpack to no more than the bound; a part that is not there is `undefined`, for many are optional.
 * Refuses (throws `ConversionFault`) files with a password, damage, bombs and packages of too many parts.
 */
import { posix } from 'node:path';
import { ArchiveFault } from '../../archives/archive-fault.ts';
import { openZip, type ZipMember } from '../../archives/open-zip.ts';
import { ConversionFault } from '../records/conversion.ts';
import { childrenOf, parseXml, type XmlElement } from './parse-xml.ts';

/** What a part refers to: by id, and by the last word of its type. */
export interface Relation {
  id: string;
  type: string;
  /** Path of the part in the package. */
  path: string;
}

export interface OfficePackage {
  paths: readonly string[];
  /** @throws ConversionFault */
  read(path: string): Promise<Buffer | undefined>;
  /** @throws ConversionFault */
  readXml(path: string): Promise<XmlElement | undefined>;
  /** What a part refers to inside the package. @throws ConversionFault */
  readRelations(path: string): Promise<Relation[]>;
}

const maxParts = 20_000;
/** All parts that are read, unpacked, in bytes. */
const maxPackageBytes = 512 * 1024 ** 2;
/** The first bytes of a compound file, in which Office wraps a package with a password. */
const compoundMark = 'd0cf11e0a1b11ae1';

/** @throws ConversionFault `encrypted`, `damaged`, `too-complex` */
export async function openPackage(bytes: Uint8Array): Promise<OfficePackage> {
  if (Buffer.from(bytes.subarray(0, 8)).toString('hex') === compoundMark) throw explainCompound(bytes);
  const members = await listMembers(bytes);
  let numBytesLeft = maxPackageBytes;
  const read = async (path: string) => {
    const member = members.get(path) ?? members.get(path.toLowerCase());
    if (!member) return undefined;
    const part = await asConversion(member.read(numBytesLeft));
    numBytesLeft -= part.length;
    return part;
  };
  const readXml = async (path: string) => {
    const part = await read(path);
    return part && parseXml(part);
  };
  return {
    paths: [...members.keys()],
    read,
    readXml,
    async readRelations(path) {
      const folder = posix.dirname(path);
      const relations = await readXml(posix.join(folder, '_rels', `${posix.basename(path)}.rels`));
      return childrenOf(relations, 'Relationship')
        .filter(({ attributes }) => attributes.TargetMode !== 'External')
        .map(({ attributes }) => ({
          id: attributes.Id ?? '',
          type: attributes.Type?.split('/').at(-1) ?? '',
          path: resolveTarget(folder, attributes.Target ?? ''),
        }));
    },
  };
}

function resolveTarget(folder: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
}

async function listMembers(bytes: Uint8Array): Promise<Map<string, ZipMember>> {
  const zip = await asConversion(openZip(bytes));
  if (zip.numMembers > maxParts) throw new ConversionFault('too-complex', `${zip.numMembers} parts`);
  const members = new Map<string, ZipMember>();
  return asConversion(
    (async () => {
      for await (const member of zip.members()) members.set(member.path, member);
      return members;
    })(),
  );
}

function explainCompound(bytes: Uint8Array): ConversionFault {
  const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
  if (isEncrypted) return new ConversionFault('encrypted', 'opens with a password only');
  return new ConversionFault('damaged', 'a file of Office 97 to 2003, which is another format');
}

async function asConversion<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof ArchiveFault)) throw error;
    const known = ['encrypted', 'too-large', 'decompression-bomb'] as const;
    const reason = known.find((one) => one === error.reason) ?? 'damaged';
    throw new ConversionFault(reason, error.message);
  }
}
