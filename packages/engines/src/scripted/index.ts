/**
 * The door for tests of other packages: an engine without a model.
 */
export { createScriptedEngine, type ScriptedEngineOptions } from './scripted-engine.ts';
