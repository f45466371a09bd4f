import ts from 'typescript';

/** The names, texts and comments of a source file. */
export type SourceText = Readonly<{
  /** every identifier, with the number of its occurrences */
  identifiers: ReadonlyMap<string, number>;
  /** every identifier that is declared in the file: a variable, property, parameter, type, function or alias */
  declared: ReadonlyMap<string, number>;
  /** the content of every string and template */
  strings: readonly string[];
}>;

export const parseSource = (path: string, text: string): SourceText => {
  const identifiers = new Map<string, number>();
  const declared = new Map<string, number>();
  const strings: string[] = [];
  const visit = (node: ts.Node, parent: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      add(identifiers, node.text);
      if (declares(parent, node)) add(declared, node.text);
    } else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      strings.push(node.text);
    }
    ts.forEachChild(node, (child) => visit(child, node));
  };
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  visit(source, source);
  return { identifiers, declared, strings };
};

const add = (counts: Map<string, number>, name: string): unknown => counts.set(name, (counts.get(name) ?? 0) + 1);

/** An access to a property and a plain import use a name that another place declares. */
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
    // a slash begins a regular expression, which may contain quotes and slashes, unless it divides a value
    if (kind === ts.SyntaxKind.SlashToken && !ENDS_VALUE.has(before)) scanner.reScanSlashToken();
    if (kind > ts.SyntaxKind.LastTriviaToken) before = kind;
    if (kind === ts.SyntaxKind.OpenBraceToken) depth += 1;
    if (kind === ts.SyntaxKind.TemplateHead) templates.push(depth);
    if (kind === ts.SyntaxKind.CloseBraceToken) {
      // the brace that ends `${` goes on with the text of its template
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

/** The identifier at the root of a callee: `it` of `it.each(rows)`. */
const rootOf = (node: ts.Node): ts.Identifier | undefined => {
  if (ts.isIdentifier(node)) return node;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node) || ts.isTaggedTemplateExpression(node))
    return rootOf(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression);
  return undefined;
};
