import { readFileSync } from 'node:fs';
import { isRecentEnough, NEEDED_NODE } from './require-node.js';

const textOf = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

describe('the Node version check', () => {
  it.each(['14.21.3', '18.20.8', '20.19.0', '22.21.1', '23.11.0'])('refuses %s', (version) => {
    expect(isRecentEnough(version)).toBe(false);
  });

  it.each(['24.0.0', '24.21.0', '25.1.0', '100.0.0'])('accepts %s', (version) => {
    expect(isRecentEnough(version)).toBe(true);
  });

  it('requires the version that the repository pins and names', () => {
    const { devDependencies } = JSON.parse(textOf('package.json')) as { devDependencies: { node: string } };
    expect(devDependencies.node).toMatch(new RegExp(`^\\^${NEEDED_NODE}\\.`));
    expect(textOf('.nvmrc').trim()).toBe(String(NEEDED_NODE));
  });
});
