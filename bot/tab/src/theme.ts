/** The five looks: three that Teams can ask for, two for the plain browser. */
import {
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
  type Theme,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';

export type ThemeName = 'teamsLight' | 'teamsDark' | 'teamsContrast' | 'webLight' | 'webDark';

export const themes: Readonly<Record<ThemeName, Theme>> = {
  teamsLight: teamsLightTheme,
  teamsDark: teamsDarkTheme,
  teamsContrast: teamsHighContrastTheme,
  webLight: webLightTheme,
  webDark: webDarkTheme,
};

/** Native scroll bars and form controls follow this. */
export function schemeOf(name: ThemeName): 'light' | 'dark' {
  return name === 'teamsLight' || name === 'webLight' ? 'light' : 'dark';
}
