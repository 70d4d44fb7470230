/** The controllers of the API: as classes that can be asked, and as the source that declares them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants';
import ts from 'typescript';

/** Where the compiled application lies, of which this file is a part. */
export const COMPILED = join(__dirname, '../..');
const load = createRequire(__filename);

export interface ApiController {
  readonly controller: Type;
  readonly declaration: ts.ClassDeclaration;
}

export interface Sources {
  readonly checker: ts.TypeChecker;
  readonly controllers: readonly ApiController[];
  readonly files: readonly ts.SourceFile[];
  isOwn(file: ts.SourceFile): boolean;
  /** The comment at a property of a class of ours, by the name of the class. */
  commentOf(className: string, property: string): string | null;
}

export function readSources(root: string): Sources {
  const config = join(root, 'tsconfig.json');
  const { config: json } = ts.readConfigFile(config, (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options, fileNames } = ts.parseJsonConfigFileContent(json, ts.sys, dirname(config));
  const controllerFiles = fileNames.filter(
    (name) => /\.controller\.ts$/.test(name) && readFileSync(name, 'utf8').includes('api/v1'),
  );
  const program = ts.createProgram(fileNames, { ...options, noEmit: true });
  const classes = new Map<string, ts.ClassDeclaration>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    for (const statement of file.statements)
      if (ts.isClassDeclaration(statement) && statement.name)
        classes.set(statement.name.text, statement);
  }
  const controllers = controllerFiles.flatMap((name) => {
    const file = program.getSourceFile(name)!;
    const compiled = join(COMPILED, relative(root, name)).replace(/\.ts$/, '.js');
    const exported = load(compiled) as Record<string, Type>;
    return file.statements.filter(ts.isClassDeclaration).flatMap((declaration) => {
      const controller = exported[declaration.name?.text ?? ''];
      const isController = controller && Reflect.hasMetadata(PATH_METADATA, controller);
      return isController ? [{ controller, declaration }] : [];
    });
  });
  const checker = program.getTypeChecker();
  return {
    checker,
    controllers,
    files: program.getSourceFiles(),
    isOwn: (file) => !file.isDeclarationFile && !file.fileName.includes('/node_modules/'),
    commentOf: (className, property) => {
      const declaration = classes.get(className);
      const type = declaration && checker.getTypeAtLocation(declaration);
      const symbol = type?.getProperty(property);
      const text = symbol && ts.displayPartsToString(symbol.getDocumentationComment(checker));
      return text?.replaceAll(/\s+/g, ' ').trim() || null;
    },
  };
}

/** The first line of a comment is the summary, what follows the description. */
export function commentLines(node: ts.Node): { summary: string; description: string } {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  const text = comment ? (ts.getTextOfJSDocComment(comment.comment) ?? '') : '';
  const [summary = '', ...rest] = text.split('\n').map((line) => line.trim());
  return { summary, description: rest.join(' ').trim() };
}
