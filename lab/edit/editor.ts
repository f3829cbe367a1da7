import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, indentLess, indentMore } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { completeFrom, explainAt } from './editor-answers.ts'
import { editorTheme, highlighting } from './editor-theme.ts'

/** Marks a change that came from the project, not from the keyboard. */
export const fromProject = Annotation.define<boolean>()

/** What an editor tells the page. */
export interface EditorEvents {
  readonly file: () => string
  readonly changed: (text: string) => void
  readonly undo: () => void
  readonly redo: () => void
  readonly definition: (offset: number) => void
}

export const locking = new Compartment()

/** What says whether a text may be changed. */
export function lock(isLocked: boolean): Extension {
  return [EditorState.readOnly.of(isLocked), EditorView.editable.of(true)]
}

/** An editor for one document; undo is the project's, so that it goes back over forms and text alike. */
export function createEditor(parent: HTMLElement, events: EditorEvents): EditorView {
  return new EditorView({ parent, state: EditorState.create({ extensions: extensionsFor(events) }) })
}

function extensionsFor(events: EditorEvents): Extension {
  const run = (act: () => void) => () => {
    act()
    return true
  }
  return [
    keymap.of([
      { key: 'Mod-z', run: run(events.undo), stopPropagation: true },
      { key: 'Mod-y', run: run(events.redo), stopPropagation: true },
      { key: 'Mod-Shift-z', run: run(events.redo), stopPropagation: true },
      { key: 'F12', run: ({ state }) => run(() => events.definition(state.selection.main.head))() },
      { key: 'Mod-]', run: indentMore },
      { key: 'Mod-[', run: indentLess },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...lintKeymap,
      ...foldKeymap,
      ...defaultKeymap,
    ]),
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of('  '),
    search({ top: true }),
    yaml(),
    syntaxHighlighting(highlighting),
    autocompletion({ override: [completeFrom(events.file)], icons: false, activateOnTypingDelay: 80 }),
    hoverTooltip(explainAt(events.file), { hoverTime: 350 }),
    EditorView.lineWrapping,
    editorTheme,
    locking.of(lock(true)),
    EditorView.contentAttributes.of({
      'aria-label': 'Text of the model',
      spellcheck: 'false',
      tabindex: '0',
    }),
    EditorView.updateListener.of((update) => {
      const isOwn = update.transactions.some(
        (each) => each.docChanged && each.annotation(fromProject) !== true,
      )
      if (isOwn) events.changed(update.state.doc.toString())
    }),
  ]
}

/** Brings the editor to another text by the smallest change, so that cursor and scroll stay where they are. */
export function showText(view: EditorView, text: string): void {
  const before = view.state.doc.toString()
  if (before === text) return
  let from = 0
  while (from < before.length && before[from] === text[from]) from += 1
  let end = before.length
  let stop = text.length
  while (end > from && stop > from && before[end - 1] === text[stop - 1]) {
    end -= 1
    stop -= 1
  }
  view.dispatch({
    changes: { from, to: end, insert: text.slice(from, stop) },
    annotations: fromProject.of(true),
  })
}
