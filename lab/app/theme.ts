import { Menu, type ModalProps, createTheme } from '@mantine/core'

/** Quiet chrome: neutral greys, hairlines, one accent; the tissue is the hero. */
export const theme = createTheme({
  primaryColor: 'blue',
  // The shade on which white text has a contrast above 4.5 in both themes.
  primaryShade: { light: 8, dark: 8 },
  fontFamily: 'system-ui, sans-serif',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  headings: { sizes: { h1: { fontSize: '20px' }, h2: { fontSize: '16px' }, h3: { fontSize: '14px' } } },
  defaultRadius: 'sm',
  components: {
    // The first item has the focus: a placeholder for it would be a child that a menu may not have.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    // Screen readers get a name for the cross of every dialog; dialogs are loaded when they open.
    Modal: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } satisfies Partial<ModalProps> },
  },
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  colors: {
    // Near-black blue-grey grounds; text from 6.5:1 on.
    dark: [
      '#d8dde5',
      '#b9c1cc',
      '#9aa4b2',
      '#6d7787',
      '#3d4653',
      '#303844',
      '#232a34',
      '#161b23',
      '#11161d',
      '#0d1119',
    ],
  },
})
