/** The tokens of dependencies that are injected by name rather than by class. */
export const SETTINGS = Symbol('SETTINGS');
export const CONNECTION_BUDGET = Symbol('CONNECTION_BUDGET');
export const EVENT_STORE = Symbol('EVENT_STORE');
