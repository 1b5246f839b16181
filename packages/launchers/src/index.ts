/**
 * The door of the launchers: where attempts run.
 */
export {
  createLocalLauncher,
  type LocalLauncher,
  type LocalLauncherOptions,
} from './local/local-launcher.ts';
