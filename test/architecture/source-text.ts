import ts from 'typescript';

/** The names, texts and comments of a source file. */
export type SourceText = Readonly<{
  /** every identifier, with the number of its occurrences */
  identifiers: ReadonlyMap<string, number>;
  /** every identifier that the file declares (variable, property, parameter, type, function or alias), with the number of its declarations */
  declared: ReadonlyMap<string, number>;
  /** the content of every string, and of every part of a template */
  strings: readonly string[];
  /** the content of every string, and of every template as one text with `…` in place of each expression */
  texts: readonly string[];
}>;

export const parseSource = (path: string, text: string): SourceText => {
  const identifiers = new Map<string, number>();
  const declared = new Map<string, number>();
  const strings: string[] = [];
  const texts: string[] = [];
  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      add(identifiers, node.text);
      if (declares(parent, node)) add(declared, node.text);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      strings.push(node.text);
    }
    if (ts.isStringLiteralLike(node)) texts.push(node.text);
    if (ts.isTemplateExpression(node))
      texts.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    ts.forEachChild(node, (child) => visit(child, node));
  };
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  visit(source, source);
  return { identifiers, declared, strings, texts };
};

const add = (counts: Map<string, number>, name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);

/** Returns true when the node declares its name. A property access and an import without alias only use a name that is declared elsewhere. */
const declares = (parent: ts.Node, node: ts.Identifier): boolean =>
  (parent as ts.NamedDeclaration).name === node &&
  !ts.isPropertyAccessExpression(parent) &&
  !((ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) && parent.propertyName === undefined);

const ENDS_VALUE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.CloseParenToken,
  ts.SyntaxKind.CloseBracketToken,
  ts.SyntaxKind.CloseBraceToken,
]);

/** The comments of a source file, with the line on which each begins and without its markers. */
export const commentsIn = (text: string): readonly Readonly<{ line: number; text: string }>[] => {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  const comments: { line: number; text: string }[] = [];
  const templates: number[] = [];
  let depth = 0;
  let before = ts.SyntaxKind.Unknown;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    // A slash that does not follow a value begins a regular expression, which may contain quotes and slashes.
    if (kind === ts.SyntaxKind.SlashToken && !ENDS_VALUE.has(before)) scanner.reScanSlashToken();
    if (kind > ts.SyntaxKind.LastTriviaToken) before = kind;
    if (kind === ts.SyntaxKind.OpenBraceToken) depth += 1;
    if (kind === ts.SyntaxKind.TemplateHead) templates.push(depth);
    if (kind === ts.SyntaxKind.CloseBraceToken) {
      // This brace closes `${`, so that the text of the template continues.
      if (templates.at(-1) === depth) {
        if (scanner.reScanTemplateToken(false) === ts.SyntaxKind.TemplateTail) templates.pop();
      } else depth -= 1;
    }
    if (kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia)
      comments.push({
        line: text.slice(0, scanner.getTokenStart()).split('\n').length,
        text: scanner
          .getTokenText()
          .replaceAll(/^\/\*+|\*+\/$|^\/\/|^ *\* ?/gm, '')
          .trim(),
      });
  }
  return comments;
};

/** The words of a name in lower case: `openLines`, `open_lines` and `open-lines` are `open` and `lines`. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());

/** The titles that a spec gives to `describe`, `it` and `test`, with the line of each. */
export const titlesIn = (path: string, text: string): readonly Readonly<{ line: number; text: string }>[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  const titles: { line: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:describe|it|test)/.test(rootOf(node.expression)?.text ?? '')) {
      const title = node.arguments.find((argument) => ts.isStringLiteralLike(argument));
      if (title)
        titles.push({ line: source.getLineAndCharacterOfPosition(title.getStart(source)).line + 1, text: title.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
};

/** The argument of a command-line builder that is text for people, by the name of the method or class. */
const TEXT_ARGUMENT: ReadonlyMap<string, number> = new Map([
  ['summary', 0],
  ['description', 0],
  ['option', 1],
  ['requiredOption', 1],
  ['argument', 1],
  ['Option', 1],
]);

/**
 * Returns the texts of a source file for callers and operators, with the line of each. They are every `summary` and `description`, the `title` of a
 * problem, and the help of the command line. The `title` of a problem is recognised by the `status` beside it.
 */
export const helpTextsIn = (path: string, text: string): readonly Readonly<{ line: number; text: string }>[] => {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const texts: { line: number; text: string }[] = [];
  const add = (node: ts.Node | undefined): void => {
    const found = node && valueOf(node);
    if (found) texts.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text: found });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) {
      const fields = new Map(
        node.properties
          .filter(ts.isPropertyAssignment)
          .map(({ name, initializer }) => [name.getText(source), initializer]),
      );
      add(fields.get('summary'));
      add(fields.get('description'));
      if (fields.has('status')) add(fields.get('title'));
    } else if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression } = node;
      const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
      const index = ts.isIdentifier(called) ? TEXT_ARGUMENT.get(called.text) : undefined;
      if (index !== undefined) add(node.arguments?.[index]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
};

/** The text of a string, a template or a concatenation, with `…` in place of each expression; undefined for any other node. */
const valueOf = (node: ts.Node): string | undefined => {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('…');
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  return (valueOf(node.left) ?? '…') + (valueOf(node.right) ?? '…');
};

/** The identifier at the root of a callee: `it` of `it.each(rows)`. */
const rootOf = (node: ts.Node): ts.Identifier | undefined => {
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))
    return rootOf(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  return undefined;
};
