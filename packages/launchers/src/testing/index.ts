/**
 * The door for tests of launchers: the contract suite and the scripted attempt.
 * Refuses to be imported by what is shipped: it needs the test runner.
 */
export { describeLauncherContract } from './launcher-contract.ts';
export {
  composeLaunch,
  type LauncherFixture,
  type LauncherTraits,
  readAllMessages,
  scriptedAttempt,
  waitFor,
  waitForState,
} from './launcher-fixture.ts';
