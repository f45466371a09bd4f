import { join } from 'node:path';
import { COMMON_PROBLEMS, type Problems } from '#http';
import { filesMatching, literally, ROOT, textOf } from './files.js';

const sourcesOf = (lib: string): string[] =>
  filesMatching(new RegExp(`^libs/${lib}/src/(?!testing/).*(?<!\\.spec)\\.ts$`));

/**
 * Returns the problem codes in the sources of a library: the quoted text in the first argument of `new DomainError(`.
 */
const thrownIn = (lib: string): string[] => {
  const arguments_ = sourcesOf(lib).flatMap((path) =>
    [...textOf(path).matchAll(/new DomainError\(([^,)]*)/g)].map(([, argument]) => argument!),
  );
  return [...new Set(arguments_.flatMap(codesIn))];
};

const codesIn = (argument: string): string[] => {
  const codes = [...argument.matchAll(/'([^']+)'/g)].map(([, code]) => code!);
  return codes.length > 0 ? codes : [`not written out: ${argument}`];
};

const CONTEXTS = ['cases', 'mandates', 'partners', 'teams'];
const libs = [...new Set(filesMatching(/^libs\//).map((path) => path.split('/')[1]!))];
const platform = libs.filter((lib) => ![...CONTEXTS, 'testing'].includes(lib));

const without = (codes: readonly string[], known: readonly string[]): string[] =>
  codes.filter((code) => !known.includes(code));

describe('the catalogue of refusals', () => {
  it('lists every refusal of the platform as a common one', () => {
    expect(without(platform.flatMap(thrownIn), Object.keys(COMMON_PROBLEMS))).toEqual([]);
  });

  it('lists no common refusal that the code never throws', () => {
    const text = [...platform, ...CONTEXTS].flatMap(sourcesOf).map(textOf).join('\n');
    expect(Object.keys(COMMON_PROBLEMS).filter((code) => !new RegExp(`'${literally(code)}'(?!:)`).test(text))).toEqual(
      [],
    );
  });

  describe.each(CONTEXTS)('of %s', (context) => {
    let problems: Problems;

    beforeAll(async () => {
      ({ problems } = (await import(join(ROOT, `libs/${context}/src/api/problems.ts`))) as { problems: Problems });
    });

    it('lists every refusal that the context throws', () => {
      expect(without(thrownIn(context), [...Object.keys(problems), ...Object.keys(COMMON_PROBLEMS)])).toEqual([]);
    });

    it('lists no refusal that the context never throws', () => {
      expect(without(Object.keys(problems), thrownIn(context))).toEqual([]);
    });

    it('repeats no common refusal', () => {
      expect(Object.keys(problems).filter((code) => code in COMMON_PROBLEMS)).toEqual([]);
    });

    it('gives each refusal a status from 400 to 499 and a title that is a sentence', () => {
      expect(
        Object.entries(problems).filter(
          ([, { status, title }]) => status < 400 || status > 499 || !/^[A-Z].*\.$/.test(title),
        ),
      ).toEqual([]);
    });
  });
});
