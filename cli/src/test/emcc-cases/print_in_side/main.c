int speak(void);

int main() { return speak(); }
