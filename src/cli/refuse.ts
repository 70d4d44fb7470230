/** A question that cannot be answered, or not to this person, ends with 2; 1 is for an answer that is not good. */
export function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}
