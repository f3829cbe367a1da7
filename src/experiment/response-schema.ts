import { quantity } from '../model/schema-quantity.ts'
import { text } from '../model/schema-scalar.ts'
import { map, optional, record } from '../model/schema.ts'

/** A change relative to the start [fraction]; `20 %` and `0.2` say the same. */
function change(doc: string) {
  return optional(quantity({ unit: '1', min: -1, setting: true, doc }))
}

/** The key `responses` of an experiment: what waterfall and spider plots show. */
export const responsesSchema = optional(
  map(
    undefined,
    record(
      {
        measure: text({ doc: 'what changes, for example tumour cells' }),
        'progression above': change('change from the start above which it is progression, for example 20 %'),
        'response below': change('change from the start below which it is a response, for example -30 %'),
      },
      { doc: 'the change of a measure from its start, in every subject' },
    ),
    { doc: 'changes from the start, by name, for waterfall and spider plots' },
  ),
)
