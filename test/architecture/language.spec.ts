import { basename } from 'node:path';
import { filesMatching, textOf } from './files.js';
import { commentsIn, helpTextsIn, parseSource, type SourceText, titlesIn, wordsOf } from './source-text.js';

/** A name that is kept although it contains a replaced word, because it is public or stored. */
type Exception = Readonly<{ name: string; files?: readonly string[]; reason: string }>;
type Language = Readonly<{
  gone: Readonly<Record<'words' | 'identifiers' | 'paths' | 'tables' | 'stored', Readonly<Record<string, string>>>>;
  exceptions: readonly Exception[];
  toGo: Readonly<Record<string, Readonly<{ forms: readonly string[]; use: string; count: number }>>>;
  phrases: Readonly<{
    folders: readonly string[];
    /** words that must not open a sentence */
    openings: readonly string[];
    forbidden: Readonly<Record<string, string>>;
    exceptions: readonly Readonly<{ file: string; text: string; reason: string }>[];
  }>;
}>;
const { gone, exceptions, toGo, phrases } = JSON.parse(textOf('test/architecture/language.json')) as Language;

const SQL = /\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|JOIN|TABLE)\b/;
/** Generated code has the names of its source, and a migration keeps the names of the time when it was written. */
const UNCHECKED = /^libs\/client\/src\/api\.ts$|\/migrations\/|^test\/architecture\/(?:language|source-text)/;

const paths = filesMatching(/^(?:apps|libs|test)\/.*\.(?:ts|js)$/).filter((path) => !UNCHECKED.test(path));
const mayContain = (words: readonly string[]): RegExp => new RegExp(words.join('|'), 'i');
const relevant = mayContain([
  ...Object.values(gone).flatMap((names) => Object.keys(names)),
  ...Object.values(toGo).flatMap(({ forms }) => forms.map((form) => form.replace(' ', '[ _-]?'))),
]);
const sources = new Map(
  paths.flatMap((path): [string, SourceText][] => {
    const text = textOf(path);
    return relevant.test(text) ? [[path, parseSource(path, text)]] : [];
  }),
);
const isException = (name: string, path: string): boolean =>
  exceptions.some((exception) => exception.name === name && (exception.files?.includes(path) ?? true));

/** Returns the words in an SQL statement and its comments, such as `SELECT` and `follow_up`. Quoted text is left out, because it is a value. */
const namesInSql = (text: string): readonly string[] => text.replaceAll(/'[^']*'/g, '').match(/[A-Za-z_]\w*/g) ?? [];
/** The names in the SQL of each file: tables, columns, aliases, and the words of comments. */
const statements = new Map(
  [...sources].map(([path, { texts }]) => [path, texts.filter((text) => SQL.test(text)).flatMap(namesInSql)]),
);

/** Counts the declarations, files and names in SQL that contain one of these words or pairs of words. */
const timesNamed = (forms: readonly string[]): number => {
  const pattern = new RegExp(` (?:${forms.join('|')}) `);
  const has = (name: string, path: string): boolean => pattern.test(spaced(name)) && !isException(name, path);
  const files = paths.filter((path) => has(basename(path), path)).length;
  const declarations = [...sources].flatMap(([path, { declared }]) =>
    [...declared].filter(([name]) => has(name, path)).map(([, times]) => times),
  );
  const inSql = [...statements].flatMap(([path, names]) => names.filter((name) => has(name, path)));
  return declarations.reduce((sum, times) => sum + times, files + inSql.length);
};

const spacedNames = new Map<string, string>();
/** The words of a name, each between spaces. */
const spaced = (name: string): string => {
  let words = spacedNames.get(name);
  if (words === undefined) spacedNames.set(name, (words = ` ${wordsOf(name).join(' ')} `));
  return words;
};

/** Lists the replaced names that are used again, as `path: name, now …`. */
const cameBack = (
  names: Readonly<Record<string, string>>,
  found: (source: SourceText, name: string, path: string) => boolean,
): string[] =>
  [...sources].flatMap(([path, source]) =>
    Object.entries(names)
      .filter(([name]) => found(source, name, path) && !isException(name, path))
      .map(([name, now]) => `${path}: ${name}, now ${now}`),
  );

describe('the names of the code', () => {
  it('are read from the syntax tree: a declaration, a use, and the text of a string', () => {
    const { identifiers, declared, strings, texts } = parseSource(
      'a.ts',
      'import { told, heard as published } from "x";\nconst { wish: command } = told.wish(`a ${b} letter`);',
    );
    expect([...declared.keys()]).toEqual(['published', 'command']);
    expect([...identifiers.keys()].toSorted()).toEqual(['b', 'command', 'heard', 'published', 'told', 'wish']);
    expect(strings).toEqual(['x', 'a ', ' letter']);
    expect(texts).toEqual(['x', 'a … letter']);
  });

  it('are read from SQL too: its aliases and comments, and no quoted value', () => {
    expect(namesInSql('SELECT told.id AS "caseId" -- the newest\n FROM feed_event told WHERE type = \'wish\'')).toEqual(
      ['SELECT', 'told', 'id', 'AS', 'caseId', 'the', 'newest', 'FROM', 'feed_event', 'told', 'WHERE', 'type'],
    );
  });

  it('are none of the identifiers that were replaced', () => {
    expect(cameBack(gone.identifiers, ({ identifiers }, name) => identifiers.has(name))).toEqual([]);
  });

  it('contain none of the words that were replaced', () => {
    const hasWord = ({ declared }: SourceText, word: string, path: string): boolean =>
      [...declared.keys(), ...(statements.get(path) ?? [])].some(
        (name) => spaced(name).includes(` ${word} `) && !isException(name, path),
      );
    expect(cameBack(gone.words, hasWord)).toEqual([]);
  });

  it('contain no table or column that was renamed', () => {
    const inSql = ({ strings }: SourceText, name: string): boolean =>
      strings.some((text) => SQL.test(text) && new RegExp(`(?<![\\w'-])${name}(?![\\w'-])`).test(text));
    expect(cameBack(gone.tables, inSql)).toEqual([]);
  });

  it('contain no metric, read model or connection that was renamed', () => {
    expect(cameBack(gone.stored, ({ strings }, name) => strings.some((text) => text.includes(name)))).toEqual([]);
  });

  it('contain no folder or file that was renamed', () => {
    const everyPath = filesMatching(/^(?:apps|libs|test)\//).filter((path) => !UNCHECKED.test(path));
    const found = everyPath.flatMap((path) =>
      Object.entries(gone.paths)
        .filter(([old]) => `/${path}`.includes(`/${old}`) && !isException(old, path))
        .map(([old, now]) => `${path}: ${old}, now ${now}`),
    );
    expect(found).toEqual([]);
  });

  it('contain the words that are still to go at most as often as before', () => {
    const rose: string[] = [];
    const fell: string[] = [];
    for (const [word, { forms, use, count: most }] of Object.entries(toGo)) {
      const now = timesNamed(forms);
      if (now > most) rose.push(`${word}: ${now} instead of ${most}; the term is ${use}`);
      if (now < most) fell.push(`${word}: ${now} instead of ${most}`);
    }
    if (fell.length > 0) console.warn(`Lower these numbers in test/architecture/language.json:\n${fell.join('\n')}`);
    expect(rose).toEqual([]);
  });

  it('need every exception that is listed', () => {
    const needed = ({ name }: Exception): boolean =>
      [...sources.values()].some(
        ({ identifiers, strings }) => identifiers.has(name) || strings.some((text) => text.includes(name)),
      ) || paths.some((path) => path.includes(name));
    expect(exceptions.filter((exception) => !needed(exception)).map(({ name }) => name)).toEqual([]);
  });
});

/** Returns the lines of a Markdown document without code, link targets, and the markers of lists and tables. */
const sentencesOf = (document: string): readonly Readonly<{ line: number; text: string }>[] => {
  let code = false;
  return document.split('\n').flatMap((row, index) => {
    if (/^\s*```/.test(row)) code = !code;
    if (code || /^\s*```/.test(row)) return [];
    const text = row.replaceAll(/`[^`]*`/g, '`…`').replaceAll(/\]\([^)]*\)/g, ']');
    const cells = text.trimStart().startsWith('|') ? text.split('|') : [text];
    return cells
      .map((cell) => cell.replace(/^\s*(?:[-*>]\s+|\d+\.\s+|#+\s+)?(?:\*\*|_)?/, '').trim())
      .filter((cell) => /[A-Za-z]/.test(cell))
      .map((cell) => ({ line: index + 1, text: cell }));
  });
};

describe('the sentences of comments and documents', () => {
  const files = filesMatching(/\.(?:md|ts|js)$/).filter(
    (path) => phrases.folders.some((folder) => path.startsWith(`${folder}/`)) && !UNCHECKED.test(path),
  );
  const textsOf = (path: string) => (path.endsWith('.md') ? sentencesOf(textOf(path)) : commentsIn(textOf(path)));
  const isAllowed = (file: string, text: string): boolean =>
    phrases.exceptions.some((exception) => exception.file === file && text.includes(exception.text));
  const against = (pattern: RegExp): string[] =>
    files.flatMap((path) =>
      textsOf(path)
        .filter(({ text }) => pattern.test(text) && !isAllowed(path, text))
        .map(({ line, text }) => `${path}:${line}: ${text.slice(0, 100)}`),
    );

  it('open with their subject', () => {
    expect(against(new RegExp(`^(?:${phrases.openings.join('|')})\\b(?!.*\\?$)`))).toEqual([]);
  });

  it.each(Object.entries(phrases.forbidden))('use no phrase like %s, but %s', (pattern) => {
    expect(against(new RegExp(`\\b(?:${pattern})\\b`, 'i'))).toEqual([]);
  });

  it('need every exception that is listed', () => {
    expect(
      phrases.exceptions.filter(({ file, text }) => !textsOf(file).some((found) => found.text.includes(text))),
    ).toEqual([]);
  });

  it('are found in comments, and not in texts that look like comments', () => {
    const comments = commentsIn(
      ['// one', 'const a = `// no ${f({ b: 1 /* two */ })} // no`;', '/** three\n * four */'].join('\n'),
    );
    expect(comments).toEqual([
      { line: 1, text: 'one' },
      { line: 2, text: 'two' },
      { line: 3, text: 'three\nfour' },
    ]);
  });
});

describe('the titles of tests', () => {
  const titles = filesMatching(/^(?:apps|libs|test)\/.*\.spec\.ts$/)
    .filter((path) => !UNCHECKED.test(path))
    .flatMap((path) =>
      titlesIn(path, textOf(path)).map(({ line, text }) => ({ at: `${path}:${line}: ${text}`, text })),
    );
  // These titles speak of letters of the alphabet, not of messages.
  const isAllowed = (text: string): boolean => /lower-case letters|a letter for each/.test(text);
  const against = (pattern: RegExp): string[] =>
    titles.filter(({ text }) => pattern.test(text) && !isAllowed(text)).map(({ at }) => at);

  it('are found in describe, it and test, also with each', () => {
    const text = "describe('one', () => { it.each(['no'])('two %s', f); test('three', f); expect('no'); });";
    expect(titlesIn('a.spec.ts', text).map((title) => title.text)).toEqual(['one', 'two %s', 'three']);
  });

  it.each(Object.entries(phrases.forbidden))('use no phrase like %s, but %s', (pattern) => {
    expect(against(new RegExp(`\\b(?:${pattern})\\b`, 'i'))).toEqual([]);
  });
});

describe('the texts of the API and the command line', () => {
  const MOST_WORDS = 25;
  type Text = Readonly<{ at: string; text: string }>;
  const inSources = filesMatching(/^(?:apps|libs)\/.*\.ts$/)
    .filter((path) => !UNCHECKED.test(path) && !path.endsWith('.spec.ts'))
    .flatMap((path): readonly Text[] =>
      helpTextsIn(path, textOf(path)).map(({ line, text }) => ({ at: `${path}:${line}: ${text}`, text })),
    );
  /** Lists the summaries and descriptions in a generated document. Helpers build some of them, so that the sources alone do not contain all. */
  const inDocument = (value: unknown, at: string): readonly Text[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, part]) =>
          typeof part === 'string' && /^(?:summary|description)$/.test(key)
            ? [{ at: `${at}/${key}: ${part}`, text: part }]
            : inDocument(part, `${at}/${key}`),
        );
  const documents = ['docs/openapi.json', 'docs/asyncapi.json'];
  const texts = [...inSources, ...documents.flatMap((path) => inDocument(JSON.parse(textOf(path)) as unknown, path))];
  const sentencesIn = (text: string): readonly string[] =>
    text.replaceAll(/`[^`]*`/g, '`…`').split(/(?<=[.!?])\s+(?=[A-Z`])|\n/);
  const against = (fails: (sentence: string) => boolean): string[] =>
    texts.filter(({ text }) => sentencesIn(text).some(fails)).map(({ at }) => at);

  it('are found in the syntax tree: summaries, descriptions, the titles of problems, and help', () => {
    const source = [
      "const a = { summary: 'one', description: 'two ' + `three ${b}` };",
      "const problems = { x: { status: 409, title: 'four' } };",
      "const schema = Type.Object({}, { title: 'Name' });",
      "program.command('c').summary('five').option('--on <day>', 'six').addOption(new Option('--at', 'seven'));",
    ].join('\n');
    expect(helpTextsIn('a.ts', source)).toEqual([
      { line: 1, text: 'one' },
      { line: 1, text: 'two three …' },
      { line: 2, text: 'four' },
      { line: 4, text: 'six' },
      { line: 4, text: 'five' },
      { line: 4, text: 'seven' },
    ]);
  });

  it('open with their subject or verb', () => {
    const opening = new RegExp(`^(?:${[...phrases.openings, 'Which', 'Why'].join('|')})\\b(?!.*\\?$)`, 'i');
    expect(against((sentence) => opening.test(sentence))).toEqual([]);
  });

  it('open with a verb when they are the summary of an operation', () => {
    const paths = Object.values((JSON.parse(textOf('docs/openapi.json')) as { paths: object }).paths);
    const summaries = paths.flatMap((operations) =>
      Object.values(operations as Record<string, { summary?: string }>).map(
        ({ summary = 'The summary is missing.' }) => summary,
      ),
    );
    expect(summaries.filter((summary) => /^(?:The|This|An?|One|All|Each|Every|Your|It)\b/.test(summary))).toEqual([]);
  });

  it(`have sentences of at most ${MOST_WORDS} words`, () => {
    expect(against((sentence) => sentence.split(/\s+/).length > MOST_WORDS)).toEqual([]);
  });

  it.each(Object.entries(phrases.forbidden))('use no phrase like %s, but %s', (pattern) => {
    const phrase = new RegExp(`\\b(?:${pattern})\\b`, 'i');
    // The command line accepts the former names of states for one more release.
    const isAllowed = (sentence: string): boolean => sentence.startsWith('The former names waiting, dead and parked');
    expect(against((sentence) => phrase.test(sentence) && !isAllowed(sentence))).toEqual([]);
  });
});
