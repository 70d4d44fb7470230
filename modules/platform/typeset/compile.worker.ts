/** The thread that sets the page: one compile, one answer. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PdfTask, PdfAnswer } from './compile';

function compile(task: PdfTask): PdfAnswer {
  const compiler = NodeCompiler.create({
    workspace: task.workspace,
    fontArgs: [{ fontBlobs: task.fonts.map((path) => readFileSync(path)) }],
  });
  const source = readFileSync(task.template, 'utf8');
  const compiled = compiler.compile({ mainFileContent: source, inputs: { data: task.data } });
  const problem = compiled.takeError();
  if (problem || !compiled.result)
    return { problem: JSON.stringify(problem && compiler.fetchDiagnostics(problem)) };
  const bytes = compiler.pdf(compiled.result, {
    pdfStandard: task.accessible ? 'ua-1' : undefined,
    pdfTags: true,
    creationTimestamp: task.timestamp,
  });
  const pages = compiled.result.numOfPages;
  compiler.evictCache(0);
  return { bytes: new Uint8Array(bytes), pages };
}

function answer(): PdfAnswer {
  try {
    return compile(workerData as PdfTask);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.postMessage(answer());
