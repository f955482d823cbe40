import './span.css';
