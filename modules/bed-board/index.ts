/** The bed board: which bed is taken, held and free, night after night, its sheet, its live changes, and tonight on the first page. */
export { BedBoardModule } from './bed-board.module';
