import { HighlightStyle } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** Colours are the page's variables (edit.css), so that one theme serves light and dark. */
export const editorTheme = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--edit-ink)', backgroundColor: 'var(--edit-paper)' },
  '&.cm-focused': { outline: '1px solid var(--edit-accent)', outlineOffset: '-1px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    lineHeight: '20px',
  },
  '.cm-content': { caretColor: 'var(--edit-ink)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--edit-ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--edit-paper)',
    color: 'var(--edit-muted)',
    borderRight: '1px solid var(--edit-faint)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--edit-active)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--edit-selection)',
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--edit-match)' },
  '.cm-searchMatch': { backgroundColor: 'var(--edit-match)', outline: '1px solid var(--edit-line)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--edit-match)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--edit-active)',
    color: 'var(--edit-muted)',
    border: 'none',
  },
  '.cm-panels': {
    backgroundColor: 'var(--edit-panel)',
    color: 'var(--edit-ink)',
    borderColor: 'var(--edit-faint)',
  },
  '.cm-panel button, .cm-textfield, .cm-button': {
    backgroundColor: 'var(--edit-paper)',
    backgroundImage: 'none',
    color: 'var(--edit-ink)',
    border: '1px solid var(--edit-line)',
    borderRadius: '4px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--edit-panel)',
    color: 'var(--edit-ink)',
    border: '1px solid var(--edit-line)',
    borderRadius: '4px',
    maxWidth: '520px',
  },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px',
    maxWidth: '320px',
    fontFamily: 'system-ui, sans-serif',
    lineHeight: '18px',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--edit-accent)',
    color: 'var(--edit-on-accent)',
  },
  '.cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail': {
    color: 'var(--edit-on-accent)',
  },
  '.cm-completionDetail': { color: 'var(--edit-muted)', fontStyle: 'normal', marginLeft: '12px' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-diagnostic': { padding: '6px 10px', whiteSpace: 'pre-wrap', fontFamily: 'system-ui, sans-serif' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--edit-accent)',
    color: 'var(--edit-on-accent)',
    borderRadius: '4px',
    padding: '2px 8px',
    marginLeft: '0',
    display: 'block',
    marginTop: '6px',
  },
  '.cm-diagnosticSource': { fontSize: '12px', opacity: '1', color: 'var(--edit-muted)' },
  '.cm-lintRange-info': { backgroundImage: 'none', borderBottom: '1px dotted var(--edit-muted)' },
  '.cm-gutter-lint': { width: '14px' },
})

/** Keys stand out, comments step back; numbers and texts in the two other hues. */
export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--edit-key)' },
  { tag: [tags.string, tags.content], color: 'var(--edit-ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--edit-number)' },
  { tag: tags.comment, color: 'var(--edit-muted)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--edit-muted)' },
])
