import { CONTEST_NAMES, loadContest } from './index.js';
import { READ_MODELS } from './project.js';

describe('the contests', () => {
  it('measure every read model alone', () => {
    const measured = CONTEST_NAMES.filter((name) => name.startsWith('project-')).map((name) => name.slice(8));
    expect(new Set(measured)).toEqual(new Set([...READ_MODELS, 'all']));
  });

  it.each(CONTEST_NAMES)('load %s under its own name, with a short form', async (name) => {
    for (const quick of [true, false]) expect((await loadContest(name, quick))!.name).toBe(name);
  });
});
