/**
 * Opens the database: PostgreSQL where an address is given, else PGlite in a folder.
 */
import type { Database } from './database.ts';
import { openPglite } from './open-pglite.ts';
import { openPostgresql } from './open-postgresql.ts';

export interface DatabaseLocation {
  /** postgres:// address of a real server; wins over the folder. */
  url?: string | undefined;
  /** Folder of the embedded database. */
  directory: string;
}

/** @throws SlipwayError `database-unreachable`, `server-already-running` */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  return location.url === undefined ? openPglite(location.directory) : openPostgresql(location.url);
}
