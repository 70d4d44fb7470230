import type { Client } from 'pg';

export function dumpOf(version: string): string;
export function figuresOf(version: string): string;
export function releases(): string[];
export function writeReleaseKey(path: string): void;
export function loadRelease(admin: Client, version: string): Promise<void>;
