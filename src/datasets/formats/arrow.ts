// Arrow IPC, as a stream or a file, read batch by batch; decoded in a thread (arrow-worker.ts).
import { type ApiError, invalid } from '../../errors.ts';
import { tooMuch } from '../compressed.ts';
import type { Answer, ArrowData, Request } from './arrow-worker.ts';
import { BlockTable } from './blocks.ts';
import { DecoderThread } from './decoder-thread.ts';
import type { FileFormat } from './format.ts';

const unread =
  'the Arrow data holds a type that is not read, or is compressed by a codec other than zstd';

export const arrow: FileFormat = {
  name: 'arrow',
  mediaTypes: ['application/vnd.apache.arrow.stream', 'application/vnd.apache.arrow.file'],
  extensions: ['.arrow', '.arrows', '.feather', '.ipc'],
  maxFiles: 1,
  begins: (head) =>
    Buffer.from(head.subarray(0, 6)).toString('latin1') === 'ARROW1' ||
    (head.length >= 8 && head.subarray(0, 4).every((byte) => byte === 0xff)),
  async readFiles(native, [input], options, store) {
    if (input === undefined) throw invalid([{ pointer: '/file', detail: 'expected a file' }]);
    const { path } = input;
    const thread = new DecoderThread<Request>(
      'arrow-worker',
      { path, maxBytes: options.maxBytes } satisfies ArrowData,
      damaged,
    );
    const ask = async <T extends Request['type']>(type: T): Promise<Answer[T]> => {
      const { value, fault, tooLarge } = await thread.ask<Answer['reply']>({ type });
      if (tooLarge) throw tooMuch(options.maxBytes);
      if (fault !== undefined) throw invalid([fault]);
      return value as Answer[T];
    };
    try {
      const { columns } = await ask('open');
      const table = new BlockTable(native, columns, options, store);
      for (let piece = await ask('next'); piece !== null; piece = await ask('next')) {
        await table.append(piece.blocks, piece.rows);
      }
      return table.summary();
    } finally {
      await thread.close();
    }
  },
};

function damaged(failure = ''): ApiError {
  const detail = /compress|codec|unrecognized type|not implemented/i.test(failure)
    ? unread
    : 'the Arrow data is damaged or cut off';
  return invalid([{ pointer: '/file', detail }]);
}
