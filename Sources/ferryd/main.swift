// ferryd
