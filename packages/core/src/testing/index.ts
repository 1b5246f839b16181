/**
 * The door for tests of this and other packages: databases of their own, and contract suites of the ports.
 * Refuses to be imported by what is shipped: it needs the test runner.
 */

export { findTableDifferences } from '../database/table-agreement.ts';
export {
  commitFiles,
  describeArtifactStore,
  manifestFor,
  type StoreFixture,
} from '../store/artifact-store-contract.ts';
export {
  type DatabaseFixture,
  describeOnBothDatabases,
  openMemoryDatabase,
  testServerUrl,
} from './database-fixture.ts';
export { makeCertificate } from './make-certificate.ts';
export { noObjects } from './no-objects.ts';
export { type RelayedRequest, type S3Fixture, startS3Server } from './s3-fixture.ts';
export { startTunnelProxy, type Tunnel, type TunnelProxy } from './start-tunnel-proxy.ts';
