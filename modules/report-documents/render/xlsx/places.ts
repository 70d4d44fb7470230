/** Row of the table heading, below title and source. */
export const HEAD_ROW = 4;
