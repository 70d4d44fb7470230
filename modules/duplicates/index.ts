/** Perhaps one person under two numbers: looking side by side, joining two files, taking it back. */
export { DuplicatesModule } from './duplicates.module';
export { JoinFiles } from './join.service';
export { ReviewDuplicates } from './review.service';
