import type { Command } from 'commander';
import type { Terminal } from '../terminal.js';
export const caseCommand = (_p: Command, _t: Terminal): void => undefined;
