import { statfs } from 'node:fs/promises';
import { type MakeGauge, setOrRemove } from './gauges.js';

/** The disk of the folder of a hub in a box, where its database is. A service has no folder, and no such metric. */
export class DiskGauges {
  private readonly size;
  private readonly free;

  constructor(
    gauge: MakeGauge,
    private readonly folder: string,
  ) {
    this.size = gauge('regie_disk_size_bytes', 'The size of the disk that has the folder of the hub (REGIE_FOLDER).');
    this.free = gauge('regie_disk_free_bytes', 'The space that is free for the hub on that disk.');
  }

  async update(): Promise<void> {
    const disk = await statfs(this.folder).catch(() => undefined);
    setOrRemove(this.size, disk && disk.blocks * disk.bsize);
    setOrRemove(this.free, disk && disk.bavail * disk.bsize);
  }
}
