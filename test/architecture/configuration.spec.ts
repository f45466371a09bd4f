import { loadSettings, VARIABLES } from '#runtime';
import { filesMatching, textOf } from './files.js';

const text = textOf('docs/configuration.md');
const rows = [...text.matchAll(/^\| `(REGIE_\w+)` +\| (?:`([^`]*)`)?/gm)].map(([, name, fallback]) => ({
  name: name!,
  fallback,
}));
const settings = rows.filter(({ name }) => !name.startsWith('REGIE_TEST_'));

describe('docs/configuration.md', () => {
  it('lists every setting exactly once, and nothing else', () => {
    expect(settings.map(({ name }) => name).sort()).toEqual([...VARIABLES].sort());
  });

  it('states the default of every setting', () => {
    const defaults = new Map(
      Object.entries(loadSettings({})).map(([name, value]) => [name.toLowerCase(), String(value ?? '')]),
    );
    const defaultOf = (variable: string): string =>
      defaults.get(variable.replace('REGIE_', '').replaceAll('_', '').toLowerCase()) ?? '';
    expect(settings.map(({ name, fallback = '' }) => `${name}=${fallback}`)).toEqual(
      settings.map(({ name }) => `${name}=${defaultOf(name)}`),
    );
  });

  it('names every variable that the code reads', () => {
    const read = filesMatching(/^(apps|libs|test)\/.*\.(ts|js)$/).flatMap((path) =>
      [...textOf(path).matchAll(/\benv\.(REGIE_\w+)/g)].map(([, name]) => name!),
    );
    // REGIE_TEST_RUN is no setting: the test runner sets it for its own processes.
    const named = [...new Set(read)].filter((name) => name !== 'REGIE_TEST_RUN');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
