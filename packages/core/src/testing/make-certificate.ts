/**
 * A key and a certificate for servers of tests, made anew each time so that no key lies in the repository.
 * Invariant: signed by itself alone, so that nobody trusts it who was not told to.
 */
import { generateKeyPairSync, sign } from 'node:crypto';

const sequence = 0x30;
const set = 0x31;
const bitString = 0x03;
const text = 0x0c;
const time = 0x18;

/** `ecdsa-with-SHA256`, and the attribute `commonName`. */
const algorithm = der(sequence, Buffer.from('06082a8648ce3d040302', 'hex'));
const commonName = Buffer.from('0603550403', 'hex');
const serialNumber = Buffer.from('020101', 'hex');

/** @returns both as PEM, for `createServer` of `node:https` */
export function makeCertificate(name: string): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = der(sequence, der(set, der(sequence, commonName, der(text, Buffer.from(name)))));
  const validity = ['20200101000000Z', '21200101000000Z'].map((instant) => der(time, Buffer.from(instant)));
  const publicInfo = publicKey.export({ type: 'spki', format: 'der' });
  const parts = [serialNumber, algorithm, subject, der(sequence, ...validity), subject, publicInfo];
  const told = der(sequence, ...parts);
  const signature = der(bitString, Buffer.of(0), sign('sha256', told, privateKey));
  const base64 = der(sequence, told, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  };
}

/** A value in the distinguished encoding: its tag, its length, what it holds. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}
