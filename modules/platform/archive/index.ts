/** A way to leave and to move in: one archive of everything, and the keys apart (docs/leaving.md). */
export { ArchiveRefused } from './archive-format';
export { fileSink, type OpenSink } from './archive-sink';
export { readArchive, type ReadArchive } from './read-archive';
export { sha256Of, writeArchive, type WrittenArchive } from './write-archive';
