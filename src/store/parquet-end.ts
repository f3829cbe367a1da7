import type { ByteWriter, ParquetWriter } from 'hyparquet-writer'

/*
 * In the footer of a file without rows, hyparquet-writer 0.17.0 does not say what the empty list of row groups is a list of. Readers
 * that check (Apache Arrow's in Rust, and what is made of it) refuse such a file. In Thrift's compact protocol:
 *
 *   16 00    number of rows: 64 bits, 0
 *   19 00    row groups: a list, none of no kind; 0c would be none of kind struct
 *   28       the writer's name, with which the footer goes on
 */
const NO_GROUPS = Uint8Array.of(0x16, 0x00, 0x19, 0x00, 0x28)
const KIND_AT = 3
const LIST_OF_NO_STRUCTS = 0x0c
/** After the footer: its length, and the name of the format [bytes]. */
const TAIL = 8

/** The bytes of a Parquet file that has got all of its rows. */
export function endParquet(file: ParquetWriter, bytes: ByteWriter): Uint8Array {
  void file.finish() // at once: a writer of bytes does not wait for anything
  const content = new Uint8Array(bytes.getBuffer())
  if (file.row_groups.length > 0) return content
  const at = lastIndexIn(content.subarray(0, content.length - TAIL), NO_GROUPS)
  // A writer that does it right leaves nothing to mend.
  if (at >= 0) content[at + KIND_AT] = LIST_OF_NO_STRUCTS
  return content
}

function lastIndexIn(content: Uint8Array, sought: Uint8Array): number {
  for (let at = content.length - sought.length; at >= 0; at--)
    if (sought.every((byte, k) => content[at + k] === byte)) return at
  return -1
}
