/**
 * What a package says of itself in its core properties: title, language, date.
 * Invariant: nothing is made up; what is absent or no date is left out.
 */
import type { OfficePackage } from './open-package.ts';
import { findAll, textOf, type XmlElement } from './parse-xml.ts';

export interface Properties {
  title?: string | undefined;
  language?: string | undefined;
  /** Of the last change, else of the making: `YYYY-MM-DD`. */
  date?: string | undefined;
}

/** Reads the properties of an Office Open XML package. @throws ConversionFault */
export async function readCoreProperties(file: OfficePackage): Promise<Properties> {
  return readProperties(await file.readXml('docProps/core.xml'), ['modified', 'created']);
}

/** @param dates names of the elements that hold a date, the best first */
export function readProperties(root: XmlElement | undefined, dates: readonly string[]): Properties {
  const first = (name: string) => findAll(root, name).map(textOf)[0]?.trim() || undefined;
  return {
    title: first('title'),
    language: first('language'),
    date: dates.map((name) => toDate(first(name))).find((date) => date !== undefined),
  };
}

/** The day of an ISO 8601 instant as it is written, without moving it to another time zone. */
export function toDate(instant: string | undefined): string | undefined {
  return /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)/.exec(instant ?? '')?.[0];
}
